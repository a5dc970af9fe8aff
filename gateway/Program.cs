using OrleansSse.AspNetCore;
using OrleansSse.Gateway;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

builder.ListenByDefault();
builder.JoinClusterOrStandAlone();
builder.Services.AddEventStreamGateway();

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseCors();
app.MapEventStreams();
await app.RunAsync();

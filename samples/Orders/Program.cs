using Orders;
using OrleansSse.AspNetCore;
using OrleansSse.FileStorage;
using OrleansSse.Grains;
using OrleansSse.Grains.Options;

var builder = WebApplication.CreateBuilder(args);
builder.UseOrleans(static silo => silo
    .UseStandaloneCluster()
    .AddFileGrainStorage(OrderGrain.StorageName, static options => options.Directory = "data/orders")
    .AddFileGrainStorage(EventStreamOptions.StorageName, static options => options.Directory = "data/events")
    .AddEventStreams());
builder.Services.AddEventStreamGateway();

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseCors();
app.MapEventStreams();
app.MapOrders();
app.Run();

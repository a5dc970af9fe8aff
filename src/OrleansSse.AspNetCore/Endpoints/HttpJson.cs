using System.Text.Json.Serialization;

namespace OrleansSse.AspNetCore.Endpoints;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(PageBody))]
[JsonSerializable(typeof(PublishedBody))]
[JsonSerializable(typeof(InfoBody))]
[JsonSerializable(typeof(ChangeBody))]
internal sealed partial class HttpJson : JsonSerializerContext;

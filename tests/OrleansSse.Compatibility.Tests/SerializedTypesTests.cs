using System.Reflection;
using OrleansSse.AspNetCore;
using OrleansSse.Client;
using OrleansSse.Compatibility.Tests.Samples;
using OrleansSse.FileStorage;
using OrleansSse.Grains.Options;

namespace OrleansSse.Compatibility.Tests;

/// <summary>What is stored and sent says what it is by names and numbers of its own, so that code can be moved and renamed.</summary>
public sealed class SerializedTypesTests
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Type[] Types =
    [
        .. new[] { typeof(StreamEvent), typeof(IEventStreams), typeof(EventStreamOptions), typeof(FileStorageException), typeof(GatewayOptions) }
            .SelectMany(static type => type.Assembly.GetTypes())
            .Where(static type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)),
    ];

    [Fact]
    public void Every_serialized_type_has_an_alias_of_its_own()
    {
        var aliases = Types.ToLookup(static type => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias);

        Assert.Empty(aliases[null]);
        Assert.All(aliases, static types => Assert.Single(types));
        Assert.NotEmpty(aliases);
    }

    [Fact]
    public void Every_field_of_a_serialized_type_has_a_number() =>
        Assert.DoesNotContain(Types.Where(static type => !type.IsEnum).SelectMany(static type => type.GetFields(Declared)), static field => !HasId(field));

    [Fact]
    public void Every_serialized_type_has_a_sample()
    {
        var sampled = Version1.Values.Values.Concat(Version2.Values.Values).Concat(Version3.Values.Values).Select(static value => value.GetType()).ToHashSet();

        // Surrogates are in the samples of the types that they stand for.
        Assert.DoesNotContain(Types, type => !type.IsAbstract && type.Namespace != "OrleansSse.Serialization" && !sampled.Contains(type));
    }

    private static bool HasId(FieldInfo field)
    {
        var property = field.Name is ['<', .. var name] && name.EndsWith(">k__BackingField", StringComparison.Ordinal)
            ? field.DeclaringType!.GetProperty(name[..name.IndexOf('>', StringComparison.Ordinal)], Declared)
            : null;
        return ((MemberInfo?)property ?? field).IsDefined(typeof(IdAttribute)) || field.IsDefined(typeof(NonSerializedAttribute));
    }
}

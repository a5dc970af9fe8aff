using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace OrleansSse.FileStorage.Tests;

public sealed class RecordKeyTests
{
    private static readonly string[] Awkward =
        ["", ".", "..", "/", "\\", "../../etc/passwd", "con", "NUL", "com1.txt", "a", "A", "a/b", "a\0b", "\ud800", "\udfff", "ä", "a\u0308", " ", "a.", "~", "-rf"];

    [Fact]
    public void Names_a_record_so()
    {
        var key = new RecordKey(GrainId.Create("stream", "orders.EU.42"), "segment-17");

        Assert.Equal("a7c", key.Shard);
        Assert.Equal("stream_orders_eu_42-a7c28ff625c4424b24b33e7c8a1cccbf", key.Folder);
        Assert.Equal("segment-17-cdc3423b60a953bae030097d49a7c62f.record", key.File);
    }

    [Property(MaxTest = 2000)]
    public Property Gives_different_records_different_paths_also_where_case_does_not_count() =>
        Prop.ForAll(Ids().Two().ToArbitrary(), ids =>
        {
            var (first, second) = ids;
            var same = string.Equals(PathOf(first), PathOf(second), StringComparison.OrdinalIgnoreCase);
            return same == first.Equals(second);
        });

    [Property(MaxTest = 2000)]
    public Property Gives_names_that_are_safe_on_every_file_system() =>
        Prop.ForAll(Ids().ToArbitrary(), id =>
        {
            var key = id.Key();
            return new[] { key.Shard, key.Folder, Path.GetFileNameWithoutExtension(key.File) }.All(name =>
                name.Length is > 0 and <= 100 && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_'));
        });

    [Property]
    public Property Keeps_all_records_of_a_grain_in_one_folder_and_one_lane() =>
        Prop.ForAll(Ids().Two().ToArbitrary(), ids =>
        {
            var first = ids.Item1.Key();
            var second = (ids.Item1 with { State = ids.Item2.State }).Key();
            return first.Shard == second.Shard && first.Folder == second.Folder && first.Lane == second.Lane;
        });

    [Fact]
    public void Tells_a_type_and_a_key_apart_that_join_to_the_same_text()
    {
        Assert.NotEqual(PathOf(new("ab"u8, "c"u8, "head")), PathOf(new("a"u8, "bc"u8, "head")));
    }

    private static string PathOf(RecordId id)
    {
        var key = id.Key();
        return Path.Combine(key.Shard, key.Folder, key.File);
    }

    /// <summary>Ids that are awkward, much alike, or long.</summary>
    private static Gen<RecordId> Ids()
    {
        var state = Gen.OneOf(
            Gen.Elements(Awkward),
            ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
            Gen.Choose(200, 2000).Select(length => new string('x', length)));
        var bytes = Gen.OneOf(
            state.Select(Encoding.UTF8.GetBytes),
            ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => bytes ?? []));
        return from type in bytes from key in bytes from name in state select new RecordId(type, key, name);
    }
}

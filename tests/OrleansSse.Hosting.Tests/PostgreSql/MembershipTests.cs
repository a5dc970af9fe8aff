using System.Net;
using OrleansSse.Hosting.Tests.Clusters;
using OrleansSse.Hosting.Tests.Servers;

namespace OrleansSse.Hosting.Tests.PostgreSql;

/// <summary>Orleans' membership protocol on the project's own queries: a change of an older table changes nothing.</summary>
public sealed class MembershipTests(PostgreSqlFixture database) : IClassFixture<PostgreSqlFixture>, IAsyncLifetime
{
    private static readonly DateTime Start = new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly IHost _host = TestHosts.Silo(Settings.Of(database.Server, $"members-{Guid.NewGuid():N}", "tests"));

    private IMembershipTable Table => _host.Services.GetRequiredService<IMembershipTable>();

    public async ValueTask InitializeAsync() => await Table.InitializeMembershipTableAsync(tryInitTableVersion: true);

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_new_cluster_has_a_version_and_no_members()
    {
        var table = await Table.ReadAllAsync();
        Assert.Empty(table.Members);
        Assert.Equal((0, "0"), (table.Version.Version, table.Version.VersionEtag));
        await Table.InitializeMembershipTableAsync(tryInitTableVersion: true);
        Assert.Equal(0, (await Table.ReadAllAsync()).Version.Version);
    }

    [Fact]
    public async Task A_member_comes_back_as_it_was_written()
    {
        var written = Member(1, SiloStatus.Active);
        await InsertAsync(written);
        written.SuspectTimes = [Tuple.Create(Member(2).SiloAddress, Start.AddMinutes(1))];
        written.IAmAliveTime = Start.AddMinutes(2);
        Assert.True(await UpdateAsync(written, await Table.ReadAllAsync()));

        var read = Assert.Single((await Table.ReadRowAsync(written.SiloAddress)).Members).Item1;
        Assert.Equal(
            (written.SiloAddress, written.SiloName, written.HostName, written.Status, written.ProxyPort, written.StartTime, written.IAmAliveTime),
            (read.SiloAddress, read.SiloName, read.HostName, read.Status, read.ProxyPort, read.StartTime, read.IAmAliveTime));
        Assert.Equal(written.SuspectTimes, read.SuspectTimes);
        Assert.Empty((await Table.ReadRowAsync(Member(3).SiloAddress)).Members);
    }

    [Fact]
    public async Task Who_saw_an_older_version_changes_nothing()
    {
        var old = await Table.ReadAllAsync();
        await InsertAsync(Member(1, SiloStatus.Joining));

        Assert.False(await Table.InsertRowAsync(Member(2), old.Version.Next()));
        Assert.False(await UpdateAsync(Member(1, SiloStatus.Dead), old));
        var now = await Table.ReadAllAsync();
        Assert.Equal(1, now.Version.Version);
        Assert.Equal(SiloStatus.Joining, Assert.Single(now.Members).Item1.Status);
    }

    [Fact]
    public async Task A_member_that_is_there_is_not_inserted_and_one_that_is_not_is_not_updated()
    {
        await InsertAsync(Member(1));
        var table = await Table.ReadAllAsync();

        Assert.False(await Table.InsertRowAsync(Member(1), table.Version.Next()));
        Assert.False(await UpdateAsync(Member(2), table));
        Assert.Equal(table.Version.Version, (await Table.ReadAllAsync()).Version.Version);
    }

    [Fact]
    public async Task A_sign_of_life_changes_no_version()
    {
        var member = Member(1, SiloStatus.Active);
        await InsertAsync(member);
        member.IAmAliveTime = Start.AddHours(1);
        await Table.UpdateIAmAliveAsync(member);

        var table = await Table.ReadAllAsync();
        Assert.Equal((1, Start.AddHours(1)), (table.Version.Version, Assert.Single(table.Members).Item1.IAmAliveTime));
    }

    [Fact]
    public async Task Members_that_are_long_gone_are_removed()
    {
        await InsertAsync(Member(1, SiloStatus.Dead));
        await InsertAsync(Member(2, SiloStatus.Active));
        var late = Member(3, SiloStatus.Dead);
        late.IAmAliveTime = Start.AddDays(2);
        await InsertAsync(late);
        await Table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(Start.AddDays(1)));

        Assert.Equal([2, 3], (await Table.ReadAllAsync()).Members.Select(static member => member.Item1.SiloAddress.Generation).Order());
    }

    [Fact]
    public async Task A_cluster_can_be_removed()
    {
        await InsertAsync(Member(1));
        await Table.DeleteMembershipTableEntriesAsync(_host.Services.GetRequiredService<IConfiguration>()["Orleans:ClusterId"]!);
        await InitializeAsync();
        Assert.Empty((await Table.ReadAllAsync()).Members);
    }

    private async Task InsertAsync(MembershipEntry member) =>
        Assert.True(await Table.InsertRowAsync(member, (await Table.ReadAllAsync()).Version.Next()), "The member was not inserted.");

    private Task<bool> UpdateAsync(MembershipEntry member, MembershipTableData table) =>
        Table.UpdateRowAsync(member, table.TryGet(member.SiloAddress)?.Item2 ?? "0", table.Version.Next());

    private static MembershipEntry Member(int generation, SiloStatus status = SiloStatus.Created) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, 11111, generation),
        SiloName = $"silo{generation}",
        HostName = "host",
        Status = status,
        ProxyPort = 30000,
        StartTime = Start,
        IAmAliveTime = Start,
    };
}

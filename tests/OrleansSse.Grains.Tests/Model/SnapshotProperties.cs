using FsCheck;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;
using OrleansSse.Grains.Tests.History;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests.Model;

public sealed class SnapshotProperties
{
    [Property(MaxTest = 400)]
    public void However_often_it_is_cut_off_whoever_began_with_a_snapshot_has_the_last_word_on_every_key(
        (byte Kind, int Seed)[] steps, PositiveInt maxEvents, bool isRemembered) => Turns.Run(async () =>
    {
        var time = new FakeTimeProvider();
        var storage = new TestGrainStorage();
        var retention = new Retention { MaxEvents = Math.Min(maxEvents.Get * 20, 65_536) };
        var landed = new LandedHistory(storage, time, retention);
        var owner = await Owner.OpenAsync(storage, time, retention, isRemembered ? 1024 : 5);
        var reader = new SnapshotReader(landed, time);
        foreach (var (kind, seed) in steps) owner = await StepAsync(kind, new Random(seed));
        await reader.ReadToHeadAsync(owner, new Random(0));

        async Task<Owner> StepAsync(byte kind, Random random)
        {
            switch (kind % 20)
            {
                case 0:
                    await owner.DeleteAsync();
                    break;
                case 1:
                    await owner.SetRetentionAsync(random.Next(2) == 0 ? null : new(MaxEvents: random.Next(1, 50)));
                    break;
                case 2:
                    time.Advance(TimeSpan.FromSeconds(random.Next(1, 10)));
                    break;
                case 3:
                    return await Owner.OpenAsync(storage, time, retention, isRemembered ? 1024 : 5);
                case 4:
                    await owner.PublishAsync(Events.Many(random.Next(1, 300)));
                    break;
                case < 12:
                    await owner.PublishAsync([.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Next(random))]);
                    break;
                default:
                    await reader.ReadAsync(owner, random);
                    break;
            }

            return owner;
        }
    });

    private static EventData Next(Random random)
    {
        var data = new EventData(random.Next(5) == 0 ? "" : $"{random.Next()}") { Key = random.Pick("a", "b", "c", "d", "e", "f", "g", "h") };
        return random.Next(3) == 0 ? data with { Ttl = TimeSpan.FromSeconds(random.Next(1, 10)) } : data;
    }
}

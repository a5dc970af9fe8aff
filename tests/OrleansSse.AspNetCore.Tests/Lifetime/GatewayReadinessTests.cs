using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansSse.AspNetCore.Lifetime;
using OrleansSse.AspNetCore.Tests.FanOut;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.Lifetime;

public sealed class GatewayReadinessTests : IAsyncDisposable
{
    private static readonly ActiveSilos Silos = new(1, []);

    private readonly TestGateway _gateway = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly GatewayReadiness _readiness;
    private int _calls;

    public GatewayReadinessTests() => _readiness = new(_lifetime, _gateway.Context, _gateway.Grains, _gateway.Time);

    [Fact]
    public async Task Is_not_ready_before_it_has_started()
    {
        Assert.Equal(HealthStatus.Unhealthy, await CheckAsync());
    }

    [Fact]
    public async Task Is_ready_while_one_silo_answers_though_others_fail()
    {
        _lifetime.NotifyStarted();
        _gateway.Membership.Answer = () => Interlocked.Increment(ref _calls) == 4 ? Silos : throw new SiloUnavailableException("It is lost.");

        Assert.Equal(HealthStatus.Healthy, await CheckAsync());
    }

    [Fact]
    public async Task Is_ready_at_once_while_one_silo_answers_though_others_are_silent()
    {
        _lifetime.NotifyStarted();
        var silence = new TaskCompletionSource();
        _gateway.Membership.Before = () => Interlocked.Increment(ref _calls) == 4 ? Task.CompletedTask : silence.Task;

        Assert.Equal(HealthStatus.Healthy, await CheckAsync());
        silence.SetResult();
    }

    [Fact]
    public async Task Is_not_ready_when_all_silos_fail()
    {
        _lifetime.NotifyStarted();
        _gateway.Membership.Answer = static () => throw new SiloUnavailableException("It is lost.");

        Assert.Equal(HealthStatus.Unhealthy, await CheckAsync());
    }

    [Fact]
    public async Task Is_not_ready_when_all_silos_are_silent()
    {
        _lifetime.NotifyStarted();
        var silence = new TaskCompletionSource();
        _gateway.Membership.Before = () => silence.Task;
        var check = CheckAsync();

        await _gateway.PassAsync(TimeSpan.FromSeconds(1), () => check.IsCompleted, "the end of the patience");

        Assert.Equal(HealthStatus.Unhealthy, await check);
        silence.SetResult();
    }

    [Fact]
    public async Task Is_not_ready_once_it_drains()
    {
        _lifetime.NotifyStarted();
        _gateway.Context.Drain(TimeSpan.FromSeconds(5));

        Assert.Equal(HealthStatus.Unhealthy, await CheckAsync());
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    private async Task<HealthStatus> CheckAsync() => (await _readiness.CheckHealthAsync(new()).Within("whether it is ready")).Status;
}

using System.Collections.Concurrent;
using System.Net;
using OrleansSse.Load.Linux;

namespace OrleansSse.Load.Subscribers;

/// <summary>Many subscribers, all served by one thread, so that they take little of the machine that the server needs too.</summary>
internal sealed class SubscriberCrowd : IAsyncDisposable
{
    private const int ConnectionsPerSource = 28_000;
    private const int MostOpenedATurn = 64;
    private const int TurnMilliseconds = 10;

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IPEndPoint _server;
    private readonly string _host;
    private readonly IReadOnlyList<CrowdMember> _members;
    private readonly int _mostAsking;
    private readonly Epoll _epoll = new();
    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly ConcurrentQueue<int> _toOpen = new();
    private readonly Task _reading;
    private volatile bool _stop;
    private volatile string? _failure;
    private int _asking;
    private int _open;
    private int _ended;

    /// <param name="server">The server's root.</param>
    /// <param name="members">The subscribers.</param>
    /// <param name="mostAsking">How many may be connecting at once.</param>
    public SubscriberCrowd(Uri server, IReadOnlyList<CrowdMember> members, int mostAsking = int.MaxValue)
    {
        _server = NonBlockingSocket.EndPointOf(server);
        _host = server.Authority;
        _members = members;
        _mostAsking = mostAsking;
        _reading = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>What they have seen.</summary>
    public Tally Tally { get; } = new();

    /// <summary>How many they are.</summary>
    public int Count => _members.Count;

    /// <summary>How many are connected.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>How many connections the server refused or ended.</summary>
    public int Ended => Volatile.Read(ref _ended);

    /// <summary>Why the first of these were, as far as it said.</summary>
    public string? Failure => _failure;

    /// <summary>Whether one whose connection the server has ended comes back at once.</summary>
    public bool ComesBack { get; init; }

    /// <summary>Connects all.</summary>
    public void OpenAll()
    {
        for (var member = 0; member < _members.Count; member++) Reopen(member);
    }

    /// <summary>
    /// Ends the connection of a member, if it has one, and resumes on another. One that has not been told where its
    /// subscription begins is left alone: nobody owes it anything yet.
    /// </summary>
    public void Reopen(int member) => _toOpen.Enqueue(member);

    /// <summary>Waits until something is so; false when nothing has changed any more for a while.</summary>
    public async Task<bool> UntilAsync(Func<bool> isSo, CancellationToken cancel)
    {
        var (seen, since) = (default((long, int, int)), TimeProvider.System.GetTimestamp());
        while (!isSo())
        {
            if (_reading.IsCompleted) await _reading;
            var now = (Tally.Delivered, Open, Ended);
            if (now != seen) (seen, since) = (now, TimeProvider.System.GetTimestamp());
            else if (TimeProvider.System.GetElapsedTime(since) > Patience) return false;
            await Task.Delay(Glance, TimeProvider.System, cancel);
        }

        return true;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _stop = true;
        await _reading;
        foreach (var member in _members.Where(static member => member.State != MemberState.Closed)) NonBlockingSocket.Close(member.Socket);
        _epoll.Dispose();
    }

    private void Run()
    {
        while (!_stop)
        {
            var opened = 0;
            for (; opened < MostOpenedATurn && _asking < _mostAsking && _toOpen.TryDequeue(out var member); opened++) Connect(member);
            var count = _epoll.Wait(opened == MostOpenedATurn ? 0 : TurnMilliseconds);
            for (var happening = 0; happening < count; happening++)
            {
                var key = _epoll.KeyOf(happening);
                if (_members[key].State == MemberState.Connecting) Ask(key);
                else Read(key);
            }
        }
    }

    private void Connect(int key)
    {
        var member = _members[key];
        if (member.State != MemberState.Closed && member.LastEventId.Length == 0) return;
        Close(member);
        var source = _members.Count > ConnectionsPerSource ? new IPAddress([127, 0, 1, (byte)(1 + (key / ConnectionsPerSource))]) : null;
        member.Socket = NonBlockingSocket.Connect(_server, source);
        _epoll.Add(member.Socket, key, Epoll.Writable);
        member.State = MemberState.Connecting;
        _asking++;
    }

    private void Ask(int key)
    {
        var member = _members[key];
        if (NonBlockingSocket.ConnectFailure(member.Socket) is { } failure)
        {
            End(key, failure);
        }
        else if (!NonBlockingSocket.TrySend(member.Socket, member.NewRequest(_host)))
        {
            End(key, "The request could not be sent.");
        }
        else
        {
            member.State = MemberState.Asking;
            _epoll.Modify(member.Socket, key, Epoll.Readable);
        }
    }

    private void Read(int key)
    {
        var member = _members[key];
        var count = NonBlockingSocket.Receive(member.Socket, _buffer);
        if (count < 0) return;
        var wasAsking = member.State == MemberState.Asking;
        if (count == 0 || !member.Take(_buffer.AsSpan(0, count), Tally, MonotonicClock.Now))
        {
            End(key, wasAsking ? $"answered: {member.StatusLine ?? "nothing"}" : "closed by the server");
        }
        else if (wasAsking && member.State == MemberState.Open)
        {
            _asking--;
            Volatile.Write(ref _open, _open + 1);
        }
    }

    private void End(int key, string why)
    {
        _failure ??= why;
        Close(_members[key]);
        Volatile.Write(ref _ended, _ended + 1);
        if (ComesBack) Reopen(key);
    }

    private void Close(CrowdMember member)
    {
        switch (member.State)
        {
            case MemberState.Closed:
                return;
            case MemberState.Open:
                Volatile.Write(ref _open, _open - 1);
                break;
            default:
                _asking--;
                break;
        }

        NonBlockingSocket.Close(member.Socket);
        member.State = MemberState.Closed;
    }
}

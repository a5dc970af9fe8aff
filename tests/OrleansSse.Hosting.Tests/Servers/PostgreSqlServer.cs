using Npgsql;

namespace OrleansSse.Hosting.Tests.Servers;

/// <summary>PostgreSQL with the project's schema.</summary>
public sealed class PostgreSqlServer : IStorageServer
{
    private const string Installed = "/usr/lib/postgresql";
    private const string User = "postgres";

    private static readonly string Schema = Path.Combine(AppContext.BaseDirectory, "schema.sql");

    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"orleanssse-postgresql-{Guid.NewGuid():N}");
    private readonly int _port = LoopbackPort.Find();
    private int _starts;
    private ServerProcess? _process;

    public IReadOnlyDictionary<string, string> Clustering => new Dictionary<string, string>
    {
        ["ProviderType"] = "AdoNet",
        ["Invariant"] = "Npgsql",
        // Connections that were broken by a restart stay with the hosts that had them: pools are by connection string.
        ["ConnectionString"] = $"{ConnectionTo(User)};Max Auto Prepare=20;Application Name={_starts}",
    };

    /// <summary>A connection string for one of the databases.</summary>
    public string ConnectionTo(string database) => $"Host=127.0.0.1;Port={_port};Username={User};Database={database}";

    public async Task StartAsync()
    {
        _starts++;
        var isNew = !Directory.Exists(_directory);
        if (isNew) await RunAsServerAsync("initdb", "-D", _directory, "-U", User, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync");
        string[] command = [.. AsServer("postgres"), "-D", _directory, "-p", $"{_port}", "-k", "", "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"];
        _process = await ServerProcess.StartAsync(_port, command[0], command[1..]);
        await Waiting.Until(AnswersAsync, "an answer of PostgreSQL");
        if (isNew) await ApplySchemaAsync(User);
    }

    /// <summary>Applies the schema as the README says.</summary>
    public Task ApplySchemaAsync(string database) =>
        ServerProgram.RunAsync(Find("psql"), $"postgresql://{User}@127.0.0.1:{_port}/{database}", "-v", "ON_ERROR_STOP=1", "-q", "-f", Schema);

    public async Task<string[]> RecordsAsync(string stream)
    {
        await using var database = NpgsqlDataSource.Create(ConnectionTo(User));
        await using var command = database.CreateCommand("SELECT state_name FROM orleans_state WHERE grain_key = $1 ORDER BY 1");
        command.Parameters.Add(new() { Value = $"eventstream/{stream}" });
        await using var reader = await command.ExecuteReaderAsync();
        var records = new List<string>();
        while (await reader.ReadAsync()) records.Add(reader.GetString(0));
        return [.. records];
    }

    /// <summary>Runs a statement; returns the first value of its answer.</summary>
    public async Task<object?> ExecuteAsync(string sql)
    {
        await using var database = NpgsqlDataSource.Create(ConnectionTo(User));
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    // SIGKILL would leave its children in the way of the next start.
    public async Task KillAsync()
    {
        await RunAsServerAsync("pg_ctl", "stop", "--mode=immediate", "-D", _directory);
        await _process!.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;
        await KillAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private static async Task RunAsServerAsync(string program, params string[] arguments)
    {
        string[] command = [.. AsServer(program), .. arguments];
        await ServerProgram.RunAsync(command[0], command[1..]);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return await ExecuteAsync("SELECT 1") is 1;
        }
        catch (NpgsqlException exception) when (exception.IsTransient || exception is PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow })
        {
            return false;
        }
    }

    // It refuses to run as root.
    private static string[] AsServer(string program) =>
        Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", Find(program)] : [Find(program)];

    // Debian keeps its programs apart, by version.
    private static string Find(string program) => ServerProgram.Find(
        program,
        "postgresql",
        Directory.Exists(Installed) ? Directory.GetDirectories(Installed).OrderDescending(StringComparer.Ordinal).Select(static version => Path.Combine(version, "bin")) : []);
}

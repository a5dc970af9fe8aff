using System.Net;
using Microsoft.AspNetCore.Connections;
using OrleansSse.AspNetCore.DirectPublishing;
using OrleansSse.Client.Tests.Fakes;
using static OrleansSse.AspNetCore.Tests.DirectPublishing.RequestBytes;

namespace OrleansSse.AspNetCore.Tests.DirectPublishing;

public sealed class DirectPublishingMiddlewareTests
{
    private bool _isServers;

    [Theory]
    [InlineData(true, "127.0.0.1:80", "http://127.0.0.1:80")]
    [InlineData(true, "127.0.0.1:8080", "http://localhost:8080")]
    [InlineData(true, "192.0.2.1:8080", "http://*:8080")]
    [InlineData(true, "[::1]:8080", "HTTP://[::]:8080")]
    [InlineData(true, "127.0.0.1:8080", "https://127.0.0.1:8443", "http://127.0.0.1:8080")]
    [InlineData(false, "127.0.0.1:8443", "https://127.0.0.1:8443", "http://127.0.0.1:8080")]
    [InlineData(false, "127.0.0.1:443", "https://localhost")]
    [InlineData(false, "127.0.0.2:8080", "http://127.0.0.2:8080", "https://127.0.0.1:8080")]
    [InlineData(false, "127.0.0.1:8081", "http://127.0.0.1:8080")]
    [InlineData(false, "127.0.0.1:8080")]
    public async Task Publishes_are_taken_where_no_address_of_the_port_is_encrypted(bool areTaken, string local, params string[] addresses)
    {
        await using var connection = new TestConnection();
        await connection.SendAsync(Publish("1"));
        Serve(connection, local, addresses);

        if (areTaken) await connection.ReadAsync(end: "-1\",\"count\":1}");
        else await connection.Serving.Within("the server");

        Assert.Equal(areTaken, !_isServers);
        Assert.Equal(areTaken ? 1 : 0, connection.StreamOf("a").Calls);
    }

    [Fact]
    public async Task Where_it_is_not_known_who_listens_nothing_is_taken()
    {
        await using var connection = new TestConnection();
        await connection.SendAsync(Publish("1"));
        connection.Serve(new PlainAddresses(new FakeServer("http://unix:/tmp/socket")), new DefaultConnectionContext(), Http);

        Assert.Equal(Publish("1"), await connection.UnreadAsync());
        Assert.True(_isServers);
    }

    [Fact]
    public async Task The_server_goes_on_with_what_is_not_plain()
    {
        await using var connection = new TestConnection();
        await connection.SendAsync($"{Publish("1")}GET / HTTP/1.1\r\n");
        Serve(connection, "127.0.0.1:80", "http://127.0.0.1:80");

        Assert.Equal("GET / HTTP/1.1\r\n", await connection.UnreadAsync());
        Assert.True(_isServers);
    }

    [Fact]
    public async Task Once_the_gateway_is_about_to_stop_the_server_goes_on_with_a_request_that_has_not_arrived_whole()
    {
        await using var connection = new TestConnection();
        var part = Publish("1")[..^1];
        await connection.SendAsync(part);
        Serve(connection, "127.0.0.1:80", "http://127.0.0.1:80");

        await connection.DrainAsync();

        Assert.Equal(part, await connection.UnreadAsync());
        Assert.True(_isServers);
    }

    [Fact]
    public async Task Nobody_goes_on_with_a_connection_that_broke_while_a_request_was_not_answered()
    {
        await using var connection = new TestConnection();
        connection.StreamOf("a").Before = static _ => throw new IOException();
        await connection.SendAsync($"{Publish("1")}GET / HTTP/1.1\r\n");
        Serve(connection, "127.0.0.1:80", "http://127.0.0.1:80");

        await connection.Serving.Within("the end of the connection");
        Assert.False(_isServers);
    }

    private void Serve(TestConnection connection, string local, params string[] addresses) => connection.Serve(
        new PlainAddresses(new FakeServer(addresses)), new DefaultConnectionContext { LocalEndPoint = IPEndPoint.Parse(local) }, Http);

    private Task Http(ConnectionContext connection)
    {
        _isServers = true;
        return Task.CompletedTask;
    }
}

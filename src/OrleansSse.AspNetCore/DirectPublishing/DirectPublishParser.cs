using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http;
using OrleansSse.AspNetCore.Publishing;
using HttpMethod = Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.HttpMethod;
using HttpVersion = Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.HttpVersion;

namespace OrleansSse.AspNetCore.DirectPublishing;

/// <summary>
/// Recognizes the plainest publishes among what a client sends: one event to a stream, with no header that could change what the
/// request means. It reads with the parser of the HTTP server, so that both see a request end at the same byte, and knows for
/// sure or leaves the request to the server.
/// </summary>
/// <param name="limits">The limits of events.</param>
internal sealed class DirectPublishParser(ReadLimits limits) : IHttpRequestLineHandler, IHttpHeadersHandler
{
    /// <summary>A request that is longer than this in all is for the HTTP server.</summary>
    public const int MaxRequestBytes = 64 * 1024;

    /// <summary>So is one with a longer head, of which the server has limits of its own, and which is read again with whatever arrives of it.</summary>
    public const int MaxHeadBytes = 4 * 1024;

    /// <summary>So is one with more headers.</summary>
    public const int MaxHeaders = 32;

    private static readonly HttpParser<DirectPublishParser> Parser = new();
    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-."u8);

    private StreamName? _stream;
    private string? _type;
    private bool _isPlain;
    private bool _hasHost;
    private bool _isJson;
    private bool _hasContentType;
    private int _length;
    private int _headers;

    private static ReadOnlySpan<byte> Start => "POST /streams/"u8;

    private static ReadOnlySpan<byte> PathStart => "/streams/"u8;

    private static ReadOnlySpan<byte> PathEnd => "/events"u8;

    /// <summary>Looks at what stands at the beginning.</summary>
    /// <param name="input">What was received; moved past a publish that is there as a whole.</param>
    /// <param name="publish">The publish.</param>
    public ParseOutcome Read(ref ReadOnlySequence<byte> input, out DirectPublish publish)
    {
        publish = default;
        if (input.IsEmpty) return ParseOutcome.Incomplete;
        if (!BeginsLikeOne(input)) return ParseOutcome.Other;
        var reader = new SequenceReader<byte>(input);
        if (!TryReadHead(ref reader, out var isComplete)) return ParseOutcome.Other;
        if ((isComplete ? reader.Consumed : input.Length) > MaxHeadBytes) return ParseOutcome.Other;
        if (!isComplete) return ParseOutcome.Incomplete;
        if (reader.Consumed + _length > MaxRequestBytes) return ParseOutcome.Other;
        if (reader.Remaining < _length) return ParseOutcome.Incomplete;

        var body = input.Slice(reader.Position, _length);
        if (!TryCreate(body, out var data)) return ParseOutcome.Other;
        publish = new(_stream!, data);
        input = input.Slice(body.End);
        return ParseOutcome.Publish;
    }

    void IHttpRequestLineHandler.OnStartLine(HttpVersionAndMethod versionAndMethod, TargetOffsetPathLength targetPath, Span<byte> startLine)
    {
        var target = startLine[targetPath.Offset..];
        var path = target[..targetPath.Length];
        _isPlain = versionAndMethod.Method == HttpMethod.Post
            && versionAndMethod.Version == HttpVersion.Http11
            && path.StartsWith(PathStart)
            && path.EndsWith(PathEnd)
            && path.Length > PathStart.Length + PathEnd.Length
            && TrySetStream(path[PathStart.Length..^PathEnd.Length])
            && TrySetType(target[targetPath.Length..]);
    }

    void IHttpHeadersHandler.OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        _isPlain = _isPlain && ++_headers <= MaxHeaders && !value.ContainsAnyExceptInRange((byte)' ', (byte)'~') && TrySetHeader(name, value);

    void IHttpHeadersHandler.OnHeadersComplete(bool endStream)
    {
        // What is read of a head says all.
    }

    void IHttpHeadersHandler.OnStaticIndexedHeader(int index) => _isPlain = false;

    void IHttpHeadersHandler.OnStaticIndexedHeader(int index, ReadOnlySpan<byte> value) => _isPlain = false;

    private static bool BeginsLikeOne(in ReadOnlySequence<byte> input)
    {
        Span<byte> first = stackalloc byte[Start.Length];
        first = first[..(int)Math.Min(input.Length, Start.Length)];
        input.Slice(0, first.Length).CopyTo(first);
        return Start.StartsWith(first);
    }

    private bool TryReadHead(ref SequenceReader<byte> reader, out bool isComplete)
    {
        (_isPlain, _hasHost, _isJson, _hasContentType, _length, _headers) = (true, false, false, false, -1, 0);
        try
        {
            isComplete = Parser.ParseRequestLine(this, ref reader) && _isPlain && Parser.ParseHeaders(this, ref reader);
        }
        catch (BadHttpRequestException)
        {
            // The server says what is wrong with it.
            isComplete = false;
            return false;
        }

        return _isPlain && (!isComplete || (_hasHost && _hasContentType && _length >= 0));
    }

    private bool TrySetStream(ReadOnlySpan<byte> name)
    {
        // Most connections are of one stream.
        if (_stream is not null && Ascii.Equals(name, _stream.ToString())) return true;
        return !name.ContainsAnyExcept(NameBytes) && StreamName.TryParse(Encoding.ASCII.GetString(name), out _stream, out _);
    }

    private bool TrySetType(ReadOnlySpan<byte> query)
    {
        if (query.IsEmpty)
        {
            _type = null;
            return true;
        }

        if (!query.StartsWith("?type="u8)) return false;
        var type = query["?type=".Length..];
        if (type.ContainsAnyExcept(NameBytes)) return false;
        if (_type is null || !Ascii.Equals(type, _type)) _type = Encoding.ASCII.GetString(type);
        return true;
    }

    private bool TrySetHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        // Those that say nothing about the body or the answer.
        if (Is(name, "User-Agent"u8) || Is(name, "Accept"u8) || Is(name, "Accept-Encoding"u8) || Is(name, "Accept-Language"u8)) return true;
        if (Is(name, "Connection"u8)) return Is(value, "keep-alive"u8);
        if (Is(name, "Content-Length"u8)) return _length < 0 && TrySetLength(value);
        if (Is(name, "Content-Type"u8)) return !_hasContentType && (_hasContentType = TrySetContentType(value));
        return Is(name, "Host"u8) && !_hasHost && (_hasHost = IsHost(value));
    }

    private bool TrySetLength(ReadOnlySpan<byte> value) =>
        !value.ContainsAnyExceptInRange((byte)'0', (byte)'9')
        && Utf8Parser.TryParse(value, out _length, out var digits)
        && digits == value.Length
        && _length <= MaxRequestBytes;

    private bool TrySetContentType(ReadOnlySpan<byte> value)
    {
        var end = value.IndexOf((byte)';');
        if (end >= 0 && !Is(value[(end + 1)..].TrimStart((byte)' '), "charset=utf-8"u8)) return false;
        var mediaType = end < 0 ? value : value[..end];
        _isJson = Is(mediaType, "application/json"u8);
        return _isJson || Is(mediaType, "text/plain"u8);
    }

    // A name or an IPv4 address, and a port.
    private static bool IsHost(ReadOnlySpan<byte> value)
    {
        var colon = value.IndexOf((byte)':');
        var name = colon < 0 ? value : value[..colon];
        return !name.IsEmpty
            && !name.ContainsAnyExcept(NameBytes)
            && (colon < 0 || (colon < value.Length - 1 && !value[(colon + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9')));
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> expected) => Ascii.EqualsIgnoreCase(text, expected);

    private bool TryCreate(in ReadOnlySequence<byte> body, [NotNullWhen(true)] out EventData? data)
    {
        using var bytes = new ContiguousBytes(body);
        data = null;
        return !(_isJson && JsonText.Refusal(bytes.Span) is not null)
            && EventData.TryCreate(bytes.Span, _type, out data, out _)
            && data.ByteCount <= limits.EventBytes;
    }
}

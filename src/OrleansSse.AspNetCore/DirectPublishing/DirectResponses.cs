using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using OrleansSse.AspNetCore.Endpoints;
using OrleansSse.Client.Publishing;

namespace OrleansSse.AspNetCore.DirectPublishing;

/// <summary>Answers publishes as <see cref="PublishEndpoint"/> does.</summary>
internal sealed class DirectResponses(IServiceProvider services, TimeProvider time)
{
    private const int LongestPublished = 256;

    /// <summary>Waits for what becomes of a run, and writes the answer to each of its requests.</summary>
    public async ValueTask WriteAsync(PipeWriter output, PublishRun run, StreamPublisher publisher)
    {
        try
        {
            WritePublished(output, (await run.Publish).First, run.Events.Length);
        }
        catch (PublishRefusedException) when (run.Events.Length > 1)
        {
            // All are refused for one of them.
            foreach (var data in run.Events)
            {
                await WriteAsync(output, run with { Events = [data], Publish = publisher.PublishAsync(run.Stream, new([data]), run.Client) }, publisher);
            }
        }
        catch (Exception exception) when (GrainFailures.IsExpected(exception))
        {
            for (var i = 0; i < run.Events.Length; i++) await WriteFailureAsync(output, exception);
        }
    }

    private void WritePublished(PipeWriter output, StreamPosition first, int count)
    {
        Span<byte> date = stackalloc byte[29];
        Utf8Formatter.TryFormat(time.GetUtcNow(), date, out _, 'R');
        Span<byte> id = stackalloc byte[StreamPosition.MaxLength];
        for (var next = first; count > 0; count--, next = next.Next())
        {
            next.TryFormat(id, out var length);
            WritePublished(output, id[..length], date);
        }
    }

    private static void WritePublished(PipeWriter output, ReadOnlySpan<byte> id, ReadOnlySpan<byte> date)
    {
        var to = new SpanWriter(output.GetSpan(LongestPublished));
        to.Write("HTTP/1.1 201 Created\r\nContent-Length: "u8);
        to.Write("""{"first":"","last":"","count":1}"""u8.Length + (2 * id.Length));
        to.Write("\r\nContent-Type: application/json; charset=utf-8\r\nDate: "u8);
        to.Write(date);
        to.Write("\r\n\r\n{\"first\":\""u8);
        to.Write(id);
        to.Write("\",\"last\":\""u8);
        to.Write(id);
        to.Write("\",\"count\":1}"u8);
        output.Advance(to.Count);
    }

    private async ValueTask WriteFailureAsync(PipeWriter output, Exception exception)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = services, Response = { Body = body } };
        await GrainFailures.WriteAsync(context, exception);
        await context.Response.CompleteAsync();
        var response = context.Response;
        response.ContentLength = body.Length;
        response.Headers.Date = time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);

        var head = new StringBuilder($"HTTP/1.1 {response.StatusCode} {ReasonPhrases.GetReasonPhrase(response.StatusCode)}\r\n");
        foreach (var (name, value) in response.Headers) head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        output.Write(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
        output.Write(body.GetBuffer().AsSpan(0, (int)body.Length));
    }

    private ref struct SpanWriter(Span<byte> span)
    {
        private readonly Span<byte> _span = span;

        public int Count { get; private set; }

        public void Write(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_span[Count..]);
            Count += bytes.Length;
        }

        public void Write(int number)
        {
            Utf8Formatter.TryFormat(number, _span[Count..], out var digits);
            Count += digits;
        }
    }
}

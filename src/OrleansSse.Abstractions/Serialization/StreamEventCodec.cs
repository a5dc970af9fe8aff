using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.WireProtocol;

namespace OrleansSse.Serialization;

/// <summary>
/// Stores and sends a <see cref="StreamEvent"/> as one run of bytes: epoch, sequence and time, then its data as <see cref="EventDataCodec"/> has
/// it. What was written as a <see cref="StreamEventSurrogate"/> is read too.
/// </summary>
[RegisterSerializer]
internal sealed class StreamEventCodec(IValueSerializer<StreamEventSurrogate> surrogates, IDeepCopier<StreamEventSurrogate> copier) : IFieldCodec<StreamEvent>
{
    private const int HeadLength = 3 * sizeof(long);

    private readonly SurrogateCodec<StreamEvent, StreamEventSurrogate, StreamEventConverter> _bySurrogate = new(surrogates, copier, new());

    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, [AllowNull] Type expectedType, [AllowNull] StreamEvent value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (value is null)
        {
            ReferenceCodec.WriteNullReference(ref writer, fieldIdDelta);
            return;
        }

        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(StreamEvent), WireType.LengthPrefixed);
        writer.WriteVarUInt32((uint)(HeadLength + EventDataCodec.LengthOf(value.Data)));
        writer.WriteInt64(value.Id.Epoch.Value);
        writer.WriteInt64(value.Id.Sequence);
        writer.WriteInt64(value.UnixMilliseconds);
        EventDataCodec.Write(ref writer, value.Data);
    }

    [return: MaybeNull]
    public StreamEvent ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        if (field.WireType != WireType.LengthPrefixed) return _bySurrogate.ReadValue(ref reader, field);
        ReferenceCodec.MarkValueField(reader.Session);
        var length = reader.ReadVarUInt32();
        if (length < HeadLength) throw new FormatException("An event is shorter than its id.");
        var id = new StreamPosition(new(reader.ReadInt64()), reader.ReadInt64());
        var time = reader.ReadInt64();
        return new(id, time, EventDataCodec.Read(ref reader, length - HeadLength));
    }
}

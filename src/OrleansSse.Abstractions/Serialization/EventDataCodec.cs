using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.WireProtocol;

namespace OrleansSse.Serialization;

/// <summary>
/// Stores and sends a <see cref="EventData"/> as one run of bytes: which parts it has, the length of the data, the data, then each part.
/// Parts that a later version adds come last, and are skipped. What was written as an <see cref="EventDataSurrogate"/> is read too.
/// </summary>
// Events come by thousands: Orleans would look each object up among all that came before, in case it came already.
[RegisterSerializer]
internal sealed class EventDataCodec(IValueSerializer<EventDataSurrogate> surrogates, IDeepCopier<EventDataSurrogate> copier) : IFieldCodec<EventData>
{
    private readonly SurrogateCodec<EventData, EventDataSurrogate, EventDataConverter> _bySurrogate = new(surrogates, copier, new());

    [Flags]
    private enum Parts
    {
        Type = 1,
        Key = 2,
        Ttl = 4,
    }

    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, [AllowNull] Type expectedType, [AllowNull] EventData value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (value is null)
        {
            ReferenceCodec.WriteNullReference(ref writer, fieldIdDelta);
            return;
        }

        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(EventData), WireType.LengthPrefixed);
        writer.WriteVarUInt32((uint)LengthOf(value));
        Write(ref writer, value);
    }

    [return: MaybeNull]
    public EventData ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        if (field.WireType != WireType.LengthPrefixed) return _bySurrogate.ReadValue(ref reader, field);
        ReferenceCodec.MarkValueField(reader.Session);
        return Read(ref reader, reader.ReadVarUInt32());
    }

    /// <summary>How many bytes <see cref="Write"/> writes.</summary>
    public static int LengthOf(EventData value) =>
        sizeof(byte)
        + LengthOf(value.Bytes.Length)
        + LengthOf(value.Type)
        + LengthOf(value.Key)
        + (value.TtlMilliseconds == 0 ? 0 : sizeof(long));

    /// <summary>Writes all of an event's data.</summary>
    public static void Write<TBufferWriter>(ref Writer<TBufferWriter> writer, EventData value)
        where TBufferWriter : IBufferWriter<byte>
    {
        writer.WriteByte((byte)PartsOf(value));
        writer.WriteVarUInt32((uint)value.Bytes.Length);
        writer.Write(value.Bytes);
        WriteText(ref writer, value.Type);
        WriteText(ref writer, value.Key);
        if (value.TtlMilliseconds != 0) writer.WriteInt64(value.TtlMilliseconds);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">A part cannot be an event's, or they are longer than <paramref name="length"/> bytes.</exception>
    public static EventData Read<TInput>(ref Reader<TInput> reader, uint length)
    {
        var end = reader.Position + length;
        var parts = (Parts)reader.ReadByte();
        var data = reader.ReadBytes(reader.ReadVarUInt32());
        var type = parts.HasFlag(Parts.Type) ? ReadText(ref reader) : null;
        var key = parts.HasFlag(Parts.Key) ? ReadText(ref reader) : null;
        var ttl = parts.HasFlag(Parts.Ttl) ? reader.ReadInt64() : 0;
        if (reader.Position > end) throw new FormatException("An event is longer than it says.");
        reader.Skip(end - reader.Position);
        return EventData.Own(type, data, key, ttl);
    }

    private static Parts PartsOf(EventData value) =>
        (value.Type is null ? 0 : Parts.Type) | (value.Key is null ? 0 : Parts.Key) | (value.TtlMilliseconds == 0 ? 0 : Parts.Ttl);

    private static int LengthOf(string? text) => text is null ? 0 : LengthOf(Encoding.UTF8.GetByteCount(text));

    // A number takes a byte for each 7 bits that it has.
    private static int LengthOf(int bytes) => 1 + (BitOperations.Log2((uint)bytes) / 7) + bytes;

    private static void WriteText<TBufferWriter>(ref Writer<TBufferWriter> writer, string? text)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (text is null) return;
        var length = Encoding.UTF8.GetByteCount(text);
        writer.WriteVarUInt32((uint)length);
        StringCodec.WriteRaw(ref writer, text, length);
    }

    private static string ReadText<TInput>(ref Reader<TInput> reader) => StringCodec.ReadRaw(ref reader, reader.ReadVarUInt32());
}

using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MlOpsBot.Storage.Moving;

/// <summary>
/// What a table's rows come to, whatever order they are read in: how many, and the sum of their SHA-256 hashes. Two tables with the
/// same digest hold the same rows, as often. Not thread-safe.
/// </summary>
internal sealed class RowDigest
{
    private readonly ulong[] _sum = new ulong[SHA256.HashSizeInBytes / sizeof(ulong)];
    private readonly ArrayBufferWriter<byte> _row = new();

    public long Rows { get; private set; }

    /// <summary>Adds a row.</summary>
    /// <param name="values">Each a text, a number, bytes or null.</param>
    public void Add(ReadOnlySpan<object?> values)
    {
        _row.ResetWrittenCount();
        foreach (var value in values)
        {
            Write(value);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_row.WrittenSpan, hash);
        for (var i = 0; i < _sum.Length; i++)
        {
            _sum[i] = unchecked(_sum[i] + BinaryPrimitives.ReadUInt64LittleEndian(hash[(i * sizeof(ulong))..]));
        }

        Rows++;
    }

    public bool Agrees(RowDigest other) => Rows == other.Rows && _sum.AsSpan().SequenceEqual(other._sum);

    // Kind and length first: values of a row cannot run into each other.
    private void Write(object? value)
    {
        switch (value)
        {
            case null:
                _row.Write<byte>([0]);
                break;
            case long number:
                _row.Write<byte>([1]);
                Write(number);
                break;
            case string text:
                Write(2, Encoding.UTF8.GetBytes(text));
                break;
            case byte[] bytes:
                Write(3, bytes);
                break;
            default:
                throw new InvalidDataException($"The store holds texts, numbers and bytes; {value.GetType()} is neither.");
        }
    }

    private void Write(byte kind, byte[] bytes)
    {
        _row.Write<byte>([kind]);
        Write(bytes.Length);
        _row.Write(bytes);
    }

    private void Write(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _row.Write(bytes);
    }
}

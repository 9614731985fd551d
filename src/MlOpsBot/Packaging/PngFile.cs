using System.Buffers.Binary;
using System.IO.Compression;

namespace MlOpsBot.Packaging;

/// <summary>Writes pictures as PNG (W3C, Portable Network Graphics, third edition): one chunk each of header, pixels and end, rows unfiltered.</summary>
internal static class PngFile
{
    private const int BitsAPart = 8;
    private const int ColourWithAlpha = 6;

    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(static n => Enumerable.Range(0, 8).Aggregate((uint)n, static (c, _) => (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1))];

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The picture as a file. The same picture gives the same file with the same runtime.</summary>
    public static byte[] Write(Picture picture)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Size);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], picture.Size);
        header[8] = BitsAPart;
        header[9] = ColourWithAlpha;
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(picture));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(Picture picture)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize))
        {
            var row = picture.Size * 4;
            for (var y = 0; y < picture.Size; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(picture.Pixels.Span.Slice(y * row, row));
            }
        }

        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(data, Crc(type, uint.MaxValue)));
        file.Write(number);
    }

    // The cyclic redundancy check of the PNG specification's annex D (ISO 3309, polynomial EDB88320 reversed).
    private static uint Crc(ReadOnlySpan<byte> data, uint crc)
    {
        foreach (var value in data)
        {
            crc = s_table[(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        return crc;
    }
}

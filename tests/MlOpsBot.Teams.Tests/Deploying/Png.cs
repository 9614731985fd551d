using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MlOpsBot.Teams.Tests.Deploying;

/// <summary>A PNG of 8-bit red, green, blue and alpha in unfiltered rows, read back.</summary>
internal sealed class Png
{
    private readonly byte[] _rows;

    private Png(int width, int height, byte[] rows)
    {
        Width = width;
        Height = height;
        _rows = rows;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Every pixel.</summary>
    public IEnumerable<(byte Red, byte Green, byte Blue, byte Alpha)> Pixels =>
        from y in Enumerable.Range(0, Height) from x in Enumerable.Range(0, Width) select this[x, y];

    public (byte Red, byte Green, byte Blue, byte Alpha) this[int x, int y]
    {
        get
        {
            var at = (y * ((Width * 4) + 1)) + 1 + (x * 4);
            return (_rows[at], _rows[at + 1], _rows[at + 2], _rows[at + 3]);
        }
    }

    public static Png Read(byte[] file)
    {
        file[..8].ShouldBe([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var (header, data, at) = (Array.Empty<byte>(), new MemoryStream(), 8);
        while (at < file.Length)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var type = Encoding.ASCII.GetString(file, at + 4, 4);
            var content = file[(at + 8)..(at + 8 + length)];
            BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)).ShouldBe(Crc(file.AsSpan(at + 4, length + 4)), $"the check of {type}");
            header = type == "IHDR" ? content : header;
            data.Write(type == "IDAT" ? content : []);
            at += length + 12;
        }

        header[8..].ShouldBe([8, 6, 0, 0, 0]);
        data.Position = 0;
        using var zlib = new ZLibStream(data, CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        rows.Length.ShouldBe(height * ((width * 4) + 1));
        return new Png(width, height, rows.ToArray());
    }

    // Bit by bit, as the specification describes it, beside the table that the program uses.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}

namespace MlOpsBot.Packaging;

/// <summary>A square picture of pixels with red, green, blue and alpha, 8 bits each, alpha not multiplied in.</summary>
/// <param name="Size">Pixels a side.</param>
/// <param name="Pixels">Four bytes a pixel, from left to right, row by row from the top.</param>
internal sealed record Picture(int Size, ReadOnlyMemory<byte> Pixels);

/// <summary>A colour, 8 bits a part.</summary>
internal readonly record struct Colour(byte Red, byte Green, byte Blue);

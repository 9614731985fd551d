namespace MlOpsBot.Packaging;

/// <summary>
/// The app's icons in the sizes that Teams wants: the bot of the playground's icon, a speech bubble with two eyes. Drawn from
/// shapes, so that anybody can see what they are made of, and draw them again.
/// </summary>
internal static class AppIcons
{
    /// <summary>Pixels a side of the colour icon.</summary>
    public const int ColourSize = 192;

    /// <summary>Pixels a side of the outline icon.</summary>
    public const int OutlineSize = 32;

    // Samples a side of a pixel: edges get 64 shades.
    private const int Samples = 8;

    // Where the bubble's middle is, and how wide its outline, in the units of the playground's icon (32 a side).
    private const double MiddleX = 16;
    private const double MiddleY = 15.615;
    private const double Stroke = 1.23;

    // Straight lines of the outline fall on whole pixels, 2 wide.
    private const double OutlinePixelsAUnit = 1.625;
    private const double ColourPixelsAUnit = 5.4;

    private static readonly Colour s_white = new(255, 255, 255);
    private static readonly Colour s_teal = new(0x0F, 0x76, 0x6E);

    /// <summary>White on the accent colour, over the whole square: Teams rounds the corners itself. The bubble keeps to the middle half.</summary>
    public static Picture Colour() => Draw(ColourSize, ColourPixelsAUnit, static (x, y) => Bubble(x, y) < 0 && Eyes(x, y) > 0, s_white, s_teal);

    /// <summary>White lines on nothing.</summary>
    public static Picture Outline() => Draw(
        OutlineSize, OutlinePixelsAUnit, static (x, y) => (Bubble(x, y) is < 0 and > -Stroke) || Eyes(x, y) < 0, s_white, background: null);

    private static Picture Draw(int size, double pixelsAUnit, Func<double, double, bool> isInk, Colour ink, Colour? background)
    {
        var pixels = new byte[size * size * 4];
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                Mix(pixels.AsSpan(((y * size) + x) * 4, 4), Covered(x, y), ink, background);
            }
        }

        return new Picture(size, pixels);

        double Covered(int x, int y)
        {
            var covered = 0;
            for (var sample = 0; sample < Samples * Samples; sample++)
            {
                var (column, row) = (sample % Samples, sample / Samples);
                covered += isInk(At(x, column, MiddleX), At(y, row, MiddleY)) ? 1 : 0;
            }

            return (double)covered / (Samples * Samples);
        }

        double At(int pixel, int sample, double middle) => ((pixel + ((sample + 0.5) / Samples) - (size / 2.0)) / pixelsAUnit) + middle;
    }

    private static void Mix(Span<byte> pixel, double covered, Colour ink, Colour? background)
    {
        var below = background ?? ink;
        var share = background is null ? 1 : covered;
        pixel[0] = Between(below.Red, ink.Red, share);
        pixel[1] = Between(below.Green, ink.Green, share);
        pixel[2] = Between(below.Blue, ink.Blue, share);
        pixel[3] = background is null ? Between(0, byte.MaxValue, covered) : byte.MaxValue;
    }

    private static byte Between(byte from, byte to, double share) => (byte)Math.Round(from + ((to - from) * share));

    // Distances to the edge of a shape, negative inside. Formulas: Inigo Quilez, "2D distance functions".
    private static double Bubble(double x, double y) => Math.Min(Box(x - 16, y - 13.5, 8, 6.5, 2.5), Tail(x, y));

    private static double Eyes(double x, double y) => Math.Min(Circle(x - 12.5, y - 13.5, 1.6), Circle(x - 19.5, y - 13.5, 1.6));

    private static double Circle(double x, double y, double radius) => Math.Sqrt((x * x) + (y * y)) - radius;

    private static double Box(double x, double y, double halfWidth, double halfHeight, double corner)
    {
        var (right, down) = (Math.Abs(x) - halfWidth + corner, Math.Abs(y) - halfHeight + corner);
        var outside = Circle(Math.Max(right, 0), Math.Max(down, 0), 0);
        return outside + Math.Min(Math.Max(right, down), 0) - corner;
    }

    // The tail hangs from inside the box, so that no line is drawn between the two: left edge, slope, and an end inside the box.
    private static double Tail(double x, double y)
    {
        const double slope = 0.74; // 5 to the right while 4.5 upwards, as a unit vector (0.669, 0.743)
        return Math.Max(Math.Max(10 - x, 14 - y), ((x - 10) * 0.669) + ((y - 24.5) * slope));
    }
}

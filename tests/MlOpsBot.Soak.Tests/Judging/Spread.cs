using System.Globalization;

namespace MlOpsBot.Soak.Tests.Judging;

/// <summary>How long something took, over many times. Immutable.</summary>
/// <param name="Count">How many.</param>
/// <param name="Median">In milliseconds, as all of them.</param>
/// <param name="P99">Of a hundred, one took longer.</param>
/// <param name="Longest">The longest.</param>
internal sealed record Spread(int Count, double Median, double P99, double Longest)
{
    public static Spread Of(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(time => time.TotalMilliseconds).Order().ToArray();
        return sorted.Length == 0 ? new Spread(0, 0, 0, 0) : new Spread(sorted.Length, At(sorted, 0.5), At(sorted, 0.99), sorted[^1]);
    }

    public override string ToString() => Count == 0 ? "–" : $"{Say(Median)} / {Say(P99)} / {Say(Longest)}";

    private static double At(double[] sorted, double part) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))];

    private static string Say(double milliseconds) => milliseconds < 1000
        ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0} s");
}

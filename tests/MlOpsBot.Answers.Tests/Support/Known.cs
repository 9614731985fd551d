namespace MlOpsBot.Answers.Tests.Support;

/// <summary>Faults that are known and not mended yet: they show as skipped, and only they may.</summary>
internal static class Known
{
    /// <summary>Fails for every miss but the known ones; where there are only those, the test is skipped and says so.</summary>
    /// <param name="missed">What went wrong, each beginning with the question.</param>
    /// <param name="known">Questions that are known to go wrong.</param>
    public static void ShouldMissOnly(this IReadOnlyCollection<string> missed, params ReadOnlySpan<string> known)
    {
        var expected = known.ToArray();
        missed.Where(miss => !expected.Any(question => miss.StartsWith($"{question}: ", StringComparison.Ordinal))).ShouldBeEmpty();
        Assert.SkipWhen(missed.Count > 0, $"known fault: {string.Join("; ", missed)}");
    }
}

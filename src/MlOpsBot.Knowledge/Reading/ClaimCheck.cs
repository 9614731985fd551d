namespace MlOpsBot.Knowledge.Reading;

/// <summary>Reports names and aliases that two cards claim, or one card twice.</summary>
internal static class ClaimCheck
{
    public static void Check(IEnumerable<Claim> claims, FindingLog log)
    {
        var first = new Dictionary<string, Claim>(StringComparer.Ordinal);
        foreach (var claim in claims)
        {
            var folded = Names.Fold(claim.Text);
            var (file, line) = (claim.Location.File, claim.Location.Line);
            if (folded.Length == 0)
            {
                log.Error(file, line, $"`{claim.Text}` has no letter or digit to be found by: write a name");
            }
            else if (!first.TryAdd(folded, claim))
            {
                log.Error(file, line, Message(claim, first[folded]));
            }
        }
    }

    private static string Message(Claim claim, Claim earlier)
    {
        var (what, where) = (Kind(claim), earlier.Location);
        if (where.File == claim.Location.File)
        {
            return $"the {what} `{claim.Text}` repeats the {Kind(earlier)} `{earlier.Text}` of line {where.Line}: delete it; case, accents, hyphens and spaces make no difference";
        }

        var difference = claim.Text == earlier.Text
            ? "is also"
            : string.Equals(claim.Text, earlier.Text, StringComparison.OrdinalIgnoreCase)
                ? "differs only by case from"
                : "reads the same as";
        return $"the {what} `{claim.Text}` {difference} the {Kind(earlier)} `{earlier.Text}` at {where}: one of the two cards must let go of it; short forms that roles share belong under `abbreviations`";
    }

    private static string Kind(Claim claim) => claim.IsName ? "name" : "alias";
}

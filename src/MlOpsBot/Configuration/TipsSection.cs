using MlOpsBot.Tips;

namespace MlOpsBot.Configuration;

/// <summary>The section <c>MlOpsBot:Tips</c>.</summary>
internal static class TipsSection
{
    public static TipsOptions Read(OptionReader reader)
    {
        var defaults = new TipsOptions();
        return new TipsOptions
        {
            IsEnabled = reader.YesOrNo("Enabled") ?? defaults.IsEnabled,
            CatchUp = TimeSpan.FromMinutes(reader.Number("CatchUpMinutes", 0, 1_440, (int)defaults.CatchUp.TotalMinutes)),
            Spread = TimeSpan.FromSeconds(reader.Number("SpreadSeconds", 0, 59, (int)defaults.Spread.TotalSeconds)),
            WhoMayChange = reader.Choice("WhoMayChange", defaults.WhoMayChange),
            Workers = reader.Number("Workers", 1, 256, defaults.Workers),
            Lease = TimeSpan.FromSeconds(reader.Number("LeaseSeconds", 2, 600, (int)defaults.Lease.TotalSeconds)),
        };
    }
}

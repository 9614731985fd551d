using MlOpsBot.Logging;

namespace MlOpsBot.Configuration;

/// <summary>The section <c>MlOpsBot:Log</c>.</summary>
internal static class LogSection
{
    public static LogOptions Read(OptionReader reader)
    {
        var defaults = new LogOptions();
        return new LogOptions { Format = reader.Choice("Format", defaults.Format), Questions = reader.YesOrNo("Questions") ?? defaults.Questions };
    }
}

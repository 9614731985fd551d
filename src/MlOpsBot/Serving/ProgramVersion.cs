namespace MlOpsBot.Serving;

/// <summary>Which version of the program this is.</summary>
public static class ProgramVersion
{
    /// <summary>As in <c>0.1.0</c>.</summary>
    public static string Text { get; } = typeof(ProgramVersion).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}

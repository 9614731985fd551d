using System.Reflection;
using MlOpsBot.Storage;

namespace MlOpsBot.Serving;

/// <summary>Which version of the program this is.</summary>
public static class ProgramVersion
{
    private const int ShortCommit = 12;

    /// <summary>As in <c>1.0.0</c>.</summary>
    public static string Text { get; } = typeof(ProgramVersion).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>The commit that it was built from, shortened; null where the build did not know.</summary>
    public static string? Commit { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+', 2) is [_, var commit]
            ? commit[..Math.Min(ShortCommit, commit.Length)]
            : null;

    /// <summary>All of it, for people: <c>MlOpsBot 1.0.0 (0123456789ab), schema 7</c>.</summary>
    public static string Said => $"MlOpsBot {Text}{(Commit is { } commit ? $" ({commit})" : "")}, schema {Store.ProgramSchema}";
}

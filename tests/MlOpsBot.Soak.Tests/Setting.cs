using System.Globalization;
using MlOpsBot.Soak.Tests.Machine;

namespace MlOpsBot.Soak.Tests;

/// <summary>How long and how hard, by the environment: few seconds in the usual tests, and as much as is wanted by <c>tests/load/soak</c> and <c>tests/load/rolling</c>.</summary>
internal static class Setting
{
    /// <summary>The program under test: a published one, or the one that was built with these tests.</summary>
    public static string Program { get; } = Text("SOAK_PROGRAM") ?? Path.Combine(AppContext.BaseDirectory, "mlopsbot.dll");

    /// <summary>Its predecessor, for updates that are ones; null updates to the same.</summary>
    public static string? OldProgram { get; } = Text("SOAK_OLD_PROGRAM");

    /// <summary>Questions a second.</summary>
    public static double Rate { get; } = Number("SOAK_RATE") ?? 20;

    /// <summary>Where figures and logs go; null for nowhere.</summary>
    public static string? Output { get; } = Text("SOAK_OUT");

    public static int Seed { get; } = (int)(Number("SOAK_SEED") ?? 20261121);

    /// <summary>A number of the environment; null where it is not given.</summary>
    public static double? Number(string name) => Text(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>The programs of PostgreSQL; skips the test where there are none.</summary>
    public static string Postgres()
    {
        var programs = Database.FindPrograms();
        Assert.SkipWhen(programs is null, "PostgreSQL's programs are not installed (Debian: apt-get install postgresql).");
        return programs!;
    }

    private static string? Text(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? text : null;
}

/// <summary>Tests that need the machine for themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}

namespace MlOpsBot.CommandLine;

/// <summary>What the process tells its caller when it ends; fixed by contract.</summary>
public static class ExitCode
{
    /// <summary>Everything is fine.</summary>
    public const int Fine = 0;

    /// <summary>It worked, and found something wrong: errors in the knowledge, too many wrong answers, a part of the bot that failed while it served.</summary>
    public const int Findings = 1;

    /// <summary>Wrong use or unusable configuration; standard error says in one line which.</summary>
    public const int WrongUse = 2;
}

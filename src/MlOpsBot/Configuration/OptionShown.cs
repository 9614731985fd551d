namespace MlOpsBot.Configuration;

/// <summary>An option as it counts, for an operator. Immutable; a secret's value is not in it.</summary>
/// <param name="Name">Its full name: <c>MlOpsBot:Port</c>.</param>
/// <param name="Value">Its value; "given" where it is a secret, empty where there is none.</param>
/// <param name="Source">Where the value comes from: "the environment", a file's name, …; <see cref="Default"/> where nobody gives it.</param>
public sealed record OptionShown(string Name, string Value, string Source = OptionShown.Default)
{
    /// <summary>What stands for a value that nobody gave.</summary>
    public const string Default = "default";
}

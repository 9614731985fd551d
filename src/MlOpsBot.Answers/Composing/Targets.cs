namespace MlOpsBot.Answers.Composing;

/// <summary>What follow-ups open, as ids that buttons can carry.</summary>
internal static class Targets
{
    public const string Help = "help";

    public const string AllRoles = "list:roles";

    public const string RolePrefix = "role:";

    public static string Role(string slug) => RolePrefix + slug;

    public static string Section(string slug, string section) => $"{RolePrefix}{slug}#{section}";

    public static string Owner(string activity) => $"owner:{activity}";

    public static string Topic(string slug) => $"topic:{slug}";

    public static string Compare(string left, string right) => $"compare:{left}:{right}";
}

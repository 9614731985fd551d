namespace MlOpsBot.Answers.Composing;

/// <summary>What follow-ups open, as ids that buttons can carry.</summary>
internal static class Targets
{
    public const string Help = "help";

    public const string Greeting = "help:hello";

    public const string Thanks = "help:thanks";

    public const string AllRoles = "list:roles";

    public const string SupportFirst = "supporting";

    public const string AsList = "roles";

    public const string RolePrefix = "role:";

    public static string Role(string slug) => RolePrefix + slug;

    public static string Section(string slug, string section) => $"{RolePrefix}{slug}#{section}";

    public static string Owner(string activity) => $"owner:{activity}";

    /// <summary>An activity with those who support it first.</summary>
    public static string Supporters(string activity) => $"owner:{activity}#{SupportFirst}";

    public static string Topic(string slug) => $"topic:{slug}";

    /// <summary>A topic as the list of its roles.</summary>
    public static string TopicList(string slug) => $"topic:{slug}#{AsList}";

    /// <summary>The roles of a category or a phase.</summary>
    public static string List<T>(T group)
        where T : struct, Enum => $"list:{group.ToString().ToLowerInvariant()}";

    public static string Compare(string left, string right) => $"compare:{left}:{right}";
}

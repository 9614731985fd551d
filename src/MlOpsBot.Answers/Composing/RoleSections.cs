using MlOpsBot.Knowledge;

namespace MlOpsBot.Answers.Composing;

/// <summary>The sections of a role's card that can be asked for by themselves, by the ids of the answer JSON.</summary>
internal static class RoleSections
{
    public const string Responsibilities = "responsibilities";
    public const string Skills = "skills";
    public const string WorksWith = "works-with";
    public const string HandsOverTo = "hands-over-to";
    public const string DiffersFrom = "differs-from";
    public const string Startup = "startup-vs-enterprise";

    public static IReadOnlyList<string> All { get; } = [Responsibilities, Skills, WorksWith, HandsOverTo, DiffersFrom, Startup];

    public static string Heading(string section) => section switch
    {
        Skills => "Skills",
        WorksWith => "Works with",
        HandsOverTo => "Hands over to",
        DiffersFrom => "How it differs",
        Startup => "Start-up and enterprise",
        _ => "Responsibilities",
    };

    public static bool Has(RoleCard role, string section) => section switch
    {
        Skills => role.Skills.Length > 0,
        WorksWith => role.WorksWith.Length > 0,
        HandsOverTo => role.HandsOverTo.Length > 0,
        DiffersFrom => role.DiffersFrom.Length > 0,
        Startup => role.StartupVersusEnterprise.Length > 0,
        _ => true,
    };

    public static AnswerDraft AddTo(AnswerDraft draft, RoleCard role, string section, int most = int.MaxValue)
    {
        var heading = Heading(section);
        return section switch
        {
            Skills => draft.Add(heading, role.Skills, most),
            WorksWith => draft.Add(heading, role.WorksWith, most),
            HandsOverTo => draft.Add(heading, role.HandsOverTo, most),
            DiffersFrom => draft.Add(heading, role.DiffersFrom, most),
            Startup => draft.Add(heading, role.StartupVersusEnterprise, most),
            _ => draft.Add(heading, role.Responsibilities, most),
        };
    }
}

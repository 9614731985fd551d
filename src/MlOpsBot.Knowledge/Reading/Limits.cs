namespace MlOpsBot.Knowledge.Reading;

/// <summary>
/// What fits a Slack message and an Adaptive Card without scrolling; <c>knowledge/README.md</c> states the same
/// figures for keepers. Lengths are in UTF-16 code units, which is what both platforms count.
/// </summary>
internal static class Limits
{
    public const int Name = 60;
    public const int Alias = 60;
    public const int Summary = 240;
    public const int Statement = 240;
    public const int TipTitle = 60;
    public const int TipText = 320;
    public const int Responsibilities = 8;
    public const int Skills = 10;
    public const int RoleSectionLines = 6;
    public const int SupportingRoles = 8;
    public const int TopicSectionLines = 10;
    public const int TopicSections = 8;

    /// <summary>Bytes of one file; a card of the longest form stays far below.</summary>
    public const int FileBytes = 1024 * 1024;

    /// <summary>Bytes of a Markdown file: mark-up that is nested on purpose takes time by the square of its length, here 2 seconds at most.</summary>
    public const int MarkdownBytes = 64 * 1024;
}

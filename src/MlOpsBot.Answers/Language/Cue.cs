namespace MlOpsBot.Answers.Language;

/// <summary>What a word or phrase tells about a question; the classes of <c>cues.txt</c>.</summary>
[Flags]
internal enum Cue
{
    None = 0,
    Stop = 1 << 0,
    Neutral = 1 << 1,
    Who = 1 << 2,
    Own = 1 << 3,
    Ask = 1 << 4,
    Compare = 1 << 5,
    Together = 1 << 6,
    Work = 1 << 7,
    Skills = 1 << 8,
    Salary = 1 << 9,
    Career = 1 << 10,
    WorksWith = 1 << 11,
    HandsOver = 1 << 12,
    Startup = 1 << 13,
    List = 1 << 14,
    Team = 1 << 15,
    Business = 1 << 16,
    Technical = 1 << 17,
    Help = 1 << 18,
    Greet = 1 << 19,
    Thanks = 1 << 20,
    More = 1 << 21,
    About = 1 << 22,
    Pronoun = 1 << 23,
    HowTo = 1 << 24,
    Off = 1 << 25,
    Head = 1 << 26,
    Grade = 1 << 27,
    Ordinal = 1 << 28,
    Reason = 1 << 29,
    Members = 1 << 30,

    /// <summary>Carries no weight as evidence.</summary>
    Weightless = Stop | Neutral,
}

namespace MlOpsBot.Answers;

/// <summary>Which day it is for whoever asks in a chat, where nobody says in which time zone they are.</summary>
public static class Days
{
    /// <summary>The clock's date in UTC: <see cref="Question.Today"/> of a chat's questions. Takes the time once.</summary>
    public static DateOnly UtcToday(this TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
    }
}

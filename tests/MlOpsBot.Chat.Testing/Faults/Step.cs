namespace MlOpsBot.Chat.Testing;

/// <summary>A step of a call between bot and platform: where a process may be ended.</summary>
/// <param name="Method">The call, in the platform's words; <c>acknowledged</c> for what the platform sent.</param>
/// <param name="Point">How far it has come.</param>
internal readonly record struct Step(string Method, StepPoint Point);

internal enum StepPoint
{
    /// <summary>The request is read; nothing is done.</summary>
    Received,

    /// <summary>It is carried out; the bot does not know yet.</summary>
    CarriedOut,

    /// <summary>The answer is on its way.</summary>
    Answered,
}

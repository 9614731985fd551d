using System.Collections.Immutable;
using MlOpsBot.Slack.Conversing;

namespace MlOpsBot.Slack.Requests;

/// <summary>What a payload was found to be. Immutable.</summary>
/// <param name="Work">Work, to be recorded; usually one, none where the payload is to be ignored.</param>
/// <param name="Sender">For which installation; null where there is no work.</param>
/// <param name="Reason">Why it is ignored, or what is wrong with it, for the log: never anything that a user wrote.</param>
/// <param name="IsMalformed">Whether it makes no sense.</param>
internal sealed record ReadWork(ImmutableArray<KeyedWork> Work, SlackSender? Sender, string? Reason, bool IsMalformed)
{
    /// <summary>What to answer at once, as UTF-8 JSON; empty for nothing.</summary>
    public ReadOnlyMemory<byte> Body { get; private init; }

    /// <summary>It makes no sense.</summary>
    public static ReadWork Malformed(string reason) => new([], null, reason, IsMalformed: true);

    /// <summary>It is nothing to us.</summary>
    public static ReadWork Ignored(string reason) => new([], null, reason, IsMalformed: false);

    /// <summary>It is answered on the spot.</summary>
    public static ReadWork Answered(ReadOnlyMemory<byte> body) => new([], null, "a form to be corrected", IsMalformed: false) { Body = body };

    /// <summary>It is work.</summary>
    public static ReadWork Of(SlackSender sender, params ImmutableArray<KeyedWork> work) => new(work, sender, null, IsMalformed: false);
}

/// <summary>Work with what tells it from other work. Immutable.</summary>
/// <param name="Kind">The inbox's word for it.</param>
/// <param name="Work">The work.</param>
/// <param name="EventId">Its unique id.</param>
/// <param name="SecondKey">A second id that no two may share, or null.</param>
/// <param name="Conversation">Whatever shares it is worked on in order, or null.</param>
internal sealed record KeyedWork(string Kind, SlackWork Work, string EventId, string? SecondKey, string? Conversation);

using System.Text.Json;

namespace MlOpsBot.Teams.Conversing;

/// <summary>Something that Teams wants to be answered in the response itself, within five seconds. Immutable.</summary>
/// <param name="Name">What: <c>adaptiveCard/action</c>, <c>composeExtension/query</c>, <c>message/submitAction</c>, …</param>
/// <param name="Place">Where.</param>
/// <param name="Actor">Who.</param>
/// <param name="ActivityId">The invoke's own id.</param>
/// <param name="ReplyToId">The message it is about; null where the client does not say it.</param>
/// <param name="Value">The invoke's value; undefined where there is none. Valid until the invoke is answered. Not to be believed in.</param>
public sealed record TeamsInvoke(string Name, TeamsPlace Place, TeamsActor Actor, string ActivityId, string? ReplyToId, JsonElement Value);

/// <summary>The answer to an invoke. Immutable.</summary>
/// <param name="Status">The status of the HTTP response.</param>
/// <param name="Body">Its body, JSON; empty for none.</param>
public sealed record InvokeReply(int Status, ReadOnlyMemory<byte> Body);

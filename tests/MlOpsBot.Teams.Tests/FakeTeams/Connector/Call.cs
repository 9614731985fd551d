using System.Text.Json;

namespace MlOpsBot.Teams.Tests.FakeTeams;

/// <summary>A call of the bot's. Immutable.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Method"><c>post</c>, <c>typing</c>, <c>update</c>, <c>delete</c>, <c>create</c>, <c>token</c>, <c>metadata</c> or <c>keys</c>.</param>
/// <param name="Path">The address, still escaped.</param>
/// <param name="Body">What was sent; undefined for none.</param>
/// <param name="At">When.</param>
internal sealed record Call(int Number, string Method, string Path, JsonElement Body, DateTimeOffset At) : FakeCall(Number, Method, At);

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>A call of the Web API or of a <c>response_url</c>. Immutable.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Method">The method.</param>
/// <param name="Arguments">What was given, without the token.</param>
/// <param name="At">When.</param>
internal sealed record ApiCall(int Number, string Method, Arguments Arguments, DateTimeOffset At) : FakeCall(Number, Method, At);

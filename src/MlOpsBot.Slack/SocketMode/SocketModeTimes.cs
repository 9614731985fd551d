namespace MlOpsBot.Slack.SocketMode;

/// <summary>
/// How long things may take in Socket Mode. Not options: the defaults hold for Slack, and tests use shorter ones. Immutable.
/// </summary>
internal sealed record SocketModeTimes
{
    /// <summary>
    /// From asking for an address to Slack's <c>hello</c>. Beyond it the attempt counts as dead, however alive it looks: a
    /// reconnect that hangs would otherwise be the last one.
    /// </summary>
    public TimeSpan GreetWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often a ping goes to Slack. Together with <see cref="PongWithin"/> this is what notices a half-open link, behind a NAT
    /// that forgot it for example: Slack's own pings are answered inside <see cref="System.Net.WebSockets.ClientWebSocket"/> and
    /// never seen here, so their absence cannot be.
    /// </summary>
    public TimeSpan PingEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long Slack may take to answer a ping. The official client allows 5 seconds, and is known to drop links that were merely slow.</summary>
    public TimeSpan PongWithin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long nothing but pings may come before the link is replaced: links exist on which pings are answered and events never
    /// arrive. In a quiet workspace this costs four calls of <c>apps.connections.open</c> an hour.
    /// </summary>
    public TimeSpan QuietFor { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The age at which a link is replaced where Slack's <c>hello</c> does not say how long links live.</summary>
    public TimeSpan UsualLife { get; init; } = TimeSpan.FromHours(4);

    /// <summary>A link that served this long was a good one: the next failure is the first again.</summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The first failure waits for a random time up to this, each further one for up to twice as long as the last.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Nor ever longer than up to this.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Wait about this long where only an operator can help: a token that is refused, Socket Mode switched off.</summary>
    public TimeSpan SlowRetry { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A link that is left stays until nothing came for this long: Slack may still be sending when the new link greets.</summary>
    public TimeSpan LeaveQuietFor { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Nor ever longer than this; Slack closes a link about 10 seconds after its warning.</summary>
    public TimeSpan LeaveWithin { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>How long the other side may take over the closing handshake, and one frame of ours over being sent.</summary>
    public TimeSpan CloseWithin { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long the links may take to be left when the program stops, what is in hand included: recording takes milliseconds, and the
    /// program's time to stop is for those who wait for answers.
    /// </summary>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long recording an envelope may take. Slack gives up waiting after 3 seconds and sends it again; what is recorded late is recorded all the same.</summary>
    public TimeSpan HandleWithin { get; init; } = TimeSpan.FromSeconds(10);
}

namespace MlOpsBot.Teams.Tests.Tips;

/// <summary>A clock that runs on from any moment and jumps when a test says so; who waits by it waits as long as ever.</summary>
internal sealed class JumpingTime(DateTimeOffset start) : TimeProvider
{
    private long _ahead = (start - System.GetUtcNow()).Ticks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    /// <summary>It is this moment now.</summary>
    public void JumpTo(DateTimeOffset moment) => Interlocked.Exchange(ref _ahead, (moment - System.GetUtcNow()).Ticks);

    public void Jump(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);
}

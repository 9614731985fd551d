namespace MlOpsBot.Search.Tests;

/// <summary>What an action allocates once it is warm.</summary>
internal static class Allocation
{
    private const int Rounds = 20;

    /// <summary>
    /// The bytes of the thriftiest of several rounds: the runtime itself allocates now and then while it compiles better code.
    /// </summary>
    public static long Of(Action action)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}

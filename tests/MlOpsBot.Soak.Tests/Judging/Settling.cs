using MlOpsBot.Soak.Tests.Machine;

namespace MlOpsBot.Soak.Tests.Judging;

/// <summary>Waiting until everything has come to rest.</summary>
internal static class Settling
{
    /// <summary>Waits until the platforms have sent everything and the store holds nothing open; false if that takes too long.</summary>
    public static async Task<bool> SettleAsync(this Site site, TimeSpan patience)
    {
        var begin = TimeProvider.System.GetTimestamp();
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (site.Log.All.Any(asked => !asked.IsSent) || await Rows.CountOpenAsync(site) > 0)
        {
            if (TimeProvider.System.GetElapsedTime(begin) > patience)
            {
                return false;
            }

            await beat.WaitForNextTickAsync();
        }

        // What was settled last has been seen, or is about to be.
        await Task.Delay(TimeSpan.FromSeconds(1));
        return true;
    }
}

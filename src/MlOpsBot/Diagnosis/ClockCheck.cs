using System.Collections.Immutable;

namespace MlOpsBot.Diagnosis;

/// <summary>
/// Whether this machine's clock agrees with that of the platforms: both refuse, and are refused by, what is more than five minutes
/// off. Their clock is the <c>Date</c> of any response (RFC 9110, section 6.6.1), good to a second.
/// </summary>
internal sealed class ClockCheck(ImmutableArray<Uri> platforms, HttpClient http, TimeProvider clock) : ICheck
{
    /// <summary>Off by this much, somebody should see to it.</summary>
    public static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(30);

    /// <summary>Off by this much, signatures and tokens are refused.</summary>
    public static readonly TimeSpan Fatal = TimeSpan.FromMinutes(5);

    private const string Remedy = "Have the machine's clock set by the network: systemd-timesyncd, chrony, or the virtual machine's host.";

    public string Name => "clock";

    public bool AsksOthers => true;

    public async Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation)
    {
        foreach (var platform in platforms)
        {
            if (await AheadAsync(platform, cancellation) is { } ahead)
            {
                return [Judge(platform, ahead)];
            }
        }

        var why = platforms.IsEmpty ? "no channel is configured" : "no platform answers";
        return [Diagnosed.Ok(Name, $"{clock.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC, compared with nobody: {why}.")];
    }

    private Diagnosed Judge(Uri platform, TimeSpan ahead)
    {
        var off = ahead.Duration();
        var text = off < Noticeable
            ? $"{clock.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC, as at {platform.Host}."
            : $"{off.TotalSeconds:0} seconds {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} {platform.Host}{(off < Fatal ? "" : ": tokens and signatures are refused from five minutes on")}.";
        return off < Noticeable ? Diagnosed.Ok(Name, text) : off < Fatal ? Diagnosed.Warning(Name, FindingCode.ClockOff, text, Remedy) : Diagnosed.Fault(Name, FindingCode.ClockFar, text, Remedy);
    }

    private async Task<TimeSpan?> AheadAsync(Uri platform, CancellationToken cancellation)
    {
        try
        {
            var asked = clock.GetUtcNow();
            using var request = new HttpRequestMessage(HttpMethod.Head, platform);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return response.Headers.Date is { } theirs ? asked + ((clock.GetUtcNow() - asked) / 2) - theirs : null;
        }
        catch (HttpRequestException)
        {
            // Whether it answers is another check's to tell.
            return null;
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}

using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using MlOpsBot.Configuration;
using MlOpsBot.Teams.Connecting;

namespace MlOpsBot.Diagnosis;

/// <summary>
/// Whether the bot is reached from outside the way Slack and Teams reach it: its name, the way to it, its certificate, and what each of its
/// endpoints says to a stranger and to whoever has the signing secret. Asked from this machine: a firewall may let others through, or keep them out.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="clock">The clock.</param>
internal sealed class PublicAddressCheck(BotOptions options, TimeProvider clock) : ICheck
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public string Name => "public address";

    public bool AsksOthers => true;

    /// <summary>Whether a platform has to reach the bot at all.</summary>
    private bool IsNeeded => options.Teams.AppId is not null || options.Slack.UsesOAuth || options.Slack is { UsesHttp: true, UsesSocketMode: false };

    // Whoever tries the bot against something of their own calls it on the same machine.
    private bool ArePlatformsHere => (!options.Slack.IsConfigured || options.Slack.ApiUrl.IsLoopback) && (options.Teams.AppId is null || Clouds.Of(options.Teams).Metadata.IsLoopback);

    public async Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation)
    {
        if (options.PublicUrl is not { } address)
        {
            return
            [
                IsNeeded
                    ? Diagnosed.Warning(
                        Name,
                        FindingCode.PublicAddressUnknown,
                        "Nobody has said where Slack and Teams reach the bot, so that is not looked at: a bot that starts cleanly may still never be asked.",
                        "Give its address in MlOpsBot:PublicUrl, such as https://bot.example.com.")
                    : Diagnosed.Ok(Name, "None is needed: no platform calls the bot."),
            ];
        }

        var findings = ImmutableArray.CreateBuilder<Diagnosed>();
        if (await ResolveAsync(address, findings, cancellation) is { } found && await ReachAsync(address, found, findings, cancellation))
        {
            using var endpoints = new PublicEndpoints(address, options, clock, Name);
            findings.AddRange(await endpoints.AskAsync(cancellation));
        }

        return findings.ToImmutable();
    }

    /// <summary>Whether Slack's and Microsoft's servers cannot call this address, wherever it is (RFC 6890's registry, and multicast).</summary>
    internal static bool IsPrivate(IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            return true;
        }

        return address.AddressFamily == AddressFamily.InterNetwork
            ? address.GetAddressBytes() is
                [0 or 10 or >= 224, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [169, 254, ..] or [100, >= 64 and <= 127, ..]
                or [192, 0, 0 or 2, _] or [198, 18 or 19, ..] or [198, 51, 100, _] or [203, 0, 113, _]
            : address.GetAddressBytes() is [0x20, 0x01, 0x0d, 0xb8, ..] or [0xff, ..];
    }

    private async Task<IPAddress[]?> ResolveAsync(Uri address, ImmutableArray<Diagnosed>.Builder findings, CancellationToken cancellation)
    {
        try
        {
            var found = await Dns.GetHostAddressesAsync(address.DnsSafeHost, cancellation);
            if (found.All(IsPrivate) && !ArePlatformsHere)
            {
                findings.Add(Diagnosed.Warning(
                    Name,
                    FindingCode.PublicAddressPrivate,
                    $"{address.DnsSafeHost} is {string.Join(", ", found.Select(each => each.ToString()))} here, which nobody outside of this network can call.",
                    "Give a name that the whole internet resolves to an address of yours; with a name of its own inside of the network, look from outside too."));
            }

            return found;
        }
        catch (SocketException exception)
        {
            findings.Add(Diagnosed.Fault(
                Name, FindingCode.PublicNameUnknown, $"{address.DnsSafeHost} has no address: {exception.Message}.", "Enter it in the domain's zone (an A, AAAA or CNAME record), or correct MlOpsBot:PublicUrl."));
            return null;
        }
    }

    private async Task<bool> ReachAsync(Uri address, IPAddress[] found, ImmutableArray<Diagnosed>.Builder findings, CancellationToken cancellation)
    {
        using var time = new CancellationTokenSource(s_patience, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellation);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        const string silence = "nothing came back within 10 seconds";
        try
        {
            await socket.ConnectAsync(found, address.Port, limit.Token);
        }
        catch (Exception exception) when (exception is SocketException || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            findings.Add(Diagnosed.Fault(
                Name,
                FindingCode.PublicConnect,
                $"{address.Authority} takes no connection: {(exception is SocketException ? exception.Message : silence)}.",
                "Let a proxy or load balancer listen there, and open the port in the firewall; some networks do not lead their own machines to their own public address."));
            return false;
        }

        try
        {
            return address.Scheme != Uri.UriSchemeHttps || await ShakeHandsAsync(address, socket, findings, limit.Token);
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            findings.Add(Diagnosed.Fault(
                Name,
                FindingCode.PublicTls,
                $"{address.Authority} does not speak TLS as Slack and Teams do (1.2 or later): {(exception is OperationCanceledException ? silence : exception.GetBaseException().Message.TrimEnd('.'))}.",
                "Let the proxy in front of the bot speak https on that port."));
            return false;
        }
    }

    private async Task<bool> ShakeHandsAsync(Uri address, Socket socket, ImmutableArray<Diagnosed>.Builder findings, CancellationToken cancellation)
    {
        var judge = new CertificateJudge(address, clock, Name);
        await using var network = new NetworkStream(socket);
        await using var stream = new SslStream(network);
        await stream.AuthenticateAsClientAsync(judge.Options(), cancellation);
        findings.AddRange(judge.Findings);
        return true;
    }
}

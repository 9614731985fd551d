using System.Net.Sockets;
using System.Text;

namespace MlOpsBot.Serving;

/// <summary>
/// What started the bot and wants to hear how it fares: systemd, with <c>Type=notify</c>. Its protocol is one datagram a state, to
/// the socket that <c>NOTIFY_SOCKET</c> names; see sd_notify(3).
/// </summary>
internal static class Supervisor
{
    /// <summary>Everything serves.</summary>
    public const string Ready = "READY=1";

    /// <summary>The end has begun.</summary>
    public const string Stopping = "STOPPING=1";

    /// <summary>Says it, where anybody listens. That nobody hears it keeps the bot from nothing.</summary>
    public static void Tell(string state)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 1 } path || !OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

            // A leading @ stands for a name outside of the file system, which begins with a zero.
            socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(path[0] == '@' ? $"\0{path[1..]}" : path));
        }
        catch (SocketException)
        {
            // systemd will say that it heard nothing.
        }
    }
}

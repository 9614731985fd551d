using System.Net.Sockets;
using System.Text;

namespace MlOpsBot.Chat.Testing;

/// <summary>Requests that need be no proper HTTP, byte by byte.</summary>
/// <param name="server">Where.</param>
internal sealed class RawHttp(Uri server)
{
    /// <summary>Connects.</summary>
    public async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>Sends, and gives everything that comes back until the server hangs up.</summary>
    public async Task<string> SendAsync(byte[] request, bool hangsUp = false)
    {
        using var client = await ConnectAsync();
        var stream = client.GetStream();
        await stream.WriteAsync(request, TestContext.Current.CancellationToken);
        if (hangsUp)
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }

        return await ReadAsync(stream);
    }

    /// <summary>Everything that comes until the server hangs up.</summary>
    public static async Task<string> ReadAsync(NetworkStream stream)
    {
        try
        {
            using var reader = new StreamReader(stream, Encoding.ASCII);
            return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // Hung up upon.
            return "";
        }
    }
}

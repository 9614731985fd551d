using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace MlOpsBot.Slack.Installing;

/// <summary>How the pages of an install look: one file, carried inside the program.</summary>
internal static class InstallStyle
{
    private static readonly byte[] _content = Read();

    /// <summary>Its address, with a mark of the content, so that a browser may keep it for ever.</summary>
    public static string Address { get; } =
        $"{InstallAddresses.StylePath}?v={Convert.ToHexStringLower(SHA256.HashData(_content).AsSpan(0, 6))}";

    /// <summary>Serves it.</summary>
    public static Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = "text/css; charset=utf-8";
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        context.Response.ContentLength = _content.Length;
        return context.Response.Body.WriteAsync(_content, context.RequestAborted).AsTask();
    }

    private static byte[] Read()
    {
        using var stream = typeof(InstallStyle).Assembly.GetManifestResourceStream("slack-install.css")
            ?? throw new InvalidOperationException("The program was built without slack-install.css.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}

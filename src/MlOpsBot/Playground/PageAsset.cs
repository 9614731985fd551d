using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace MlOpsBot.Playground;

/// <summary>A file that the page needs, carried inside the program. Immutable.</summary>
public sealed class PageAsset
{
    private readonly byte[] _content;
    private readonly string _type;

    private PageAsset(string name, string type)
    {
        using var stream = typeof(PageAsset).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        _content = new byte[stream.Length];
        stream.ReadExactly(_content);
        _type = type;
        Path = "/" + name;
        Address = $"{Path}?v={Convert.ToHexStringLower(SHA256.HashData(_content).AsSpan(0, 6))}";
    }

    /// <summary>How the page looks.</summary>
    public static PageAsset Style { get; } = new("playground.css", "text/css; charset=utf-8");

    /// <summary>What the page does beyond links and forms.</summary>
    public static PageAsset Script { get; } = new("playground.js", "text/javascript; charset=utf-8");

    /// <summary>The page's icon.</summary>
    public static PageAsset Icon { get; } = new("icon.svg", "image/svg+xml");

    /// <summary>All of them.</summary>
    public static ImmutableArray<PageAsset> All { get; } = [Style, Script, Icon];

    /// <summary>Path on the server.</summary>
    public string Path { get; }

    /// <summary>Path with a mark of the content, so that a browser may keep it for ever.</summary>
    public string Address { get; }

    /// <summary>Serves the file.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var headers = context.Response.GetTypedHeaders();
        headers.CacheControl = new CacheControlHeaderValue { Public = true, MaxAge = TimeSpan.FromDays(365), Extensions = { new("immutable") } };
        context.Response.ContentType = _type;
        context.Response.ContentLength = _content.Length;
        await context.Response.Body.WriteAsync(_content, context.RequestAborted);
    }
}

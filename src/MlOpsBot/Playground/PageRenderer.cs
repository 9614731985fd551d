using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace MlOpsBot.Playground;

/// <summary>
/// Renders Razor components to HTML, and nothing more: no sessions, no antiforgery keys, no state. Thread safe.
/// </summary>
/// <param name="services">What components inject.</param>
/// <param name="logs">For the renderer.</param>
public sealed class PageRenderer(IServiceProvider services, ILoggerFactory logs)
{
    /// <summary>Renders a component as the response.</summary>
    /// <typeparam name="TComponent">The component.</typeparam>
    /// <param name="context">The request.</param>
    /// <param name="parameters">Its parameters by name.</param>
    public async Task WriteAsync<TComponent>(HttpContext context, IDictionary<string, object?> parameters)
        where TComponent : IComponent
    {
        ArgumentNullException.ThrowIfNull(context);
        await using var renderer = new HtmlRenderer(services, logs);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters));
            return root.ToHtmlString();
        });
        var bytes = Encoding.UTF8.GetBytes(html);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}

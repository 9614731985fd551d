using Microsoft.Extensions.Logging;
using MlOpsBot.Storage;
using MlOpsBot.Teams.Extending;

namespace MlOpsBot.Teams.Conversing;

/// <summary>Answers invokes. Expected failures are replies; throws for nothing but cancellation and a store that fails. Thread-safe.</summary>
internal sealed class InvokeDesk(CardPress cards, FeedbackPress feedback, Extension extension, ILogger<InvokeDesk> log)
{
    /// <summary>Answers one.</summary>
    /// <exception cref="StorageException">What was said is not stored; Teams lets its user try again.</exception>
    public async Task<InvokeReply> AnswerAsync(TeamsInvoke invoke, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(invoke);
        switch (invoke.Name)
        {
            case "adaptiveCard/action":
                return await cards.AnswerAsync(invoke, cancellation);

            case "message/submitAction":
                return await feedback.AnswerAsync(invoke, cancellation);

            case "composeExtension/query":
                return await extension.QueryAsync(invoke);

            case "composeExtension/selectItem":
                return await extension.SelectAsync(invoke);

            case "composeExtension/fetchTask":
                return await extension.FetchDialogAsync(invoke);

            case "composeExtension/submitAction":
                return await extension.SubmitDialogAsync(invoke);

            default:
                log.LogInformation("Nobody answers {Invoke}", invoke.Name.Length > 80 ? "an invoke of a long name" : invoke.Name);
                return InvokeReplies.Unknown;
        }
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace MlOpsBot.Answers.Composing;

/// <summary>Tells one content of an answer from another, in few characters.</summary>
internal static class Fingerprint
{
    /// <summary>Bytes of the hash that are kept: of two versions of a card, one in 2^48 would be taken for the same.</summary>
    private const int Bytes = 6;

    /// <summary>Eight characters of base64url over the answer's whole text, which holds all that the cards say, and its follow-ups.</summary>
    public static string Of(Answer answer)
    {
        var content = new StringBuilder(answer.Text);
        foreach (var followUp in answer.FollowUps)
        {
            content.Append('\n').Append(followUp.Label).Append('\t').Append(followUp.Target);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(content.ToString()), hash);
        return Base64Url.EncodeToString(hash[..Bytes]);
    }
}

using System.Buffers.Binary;
using System.Reflection;
using System.Security.Cryptography;
using MlOpsBot.Slack.Requests;

namespace MlOpsBot.Slack.Tests.Requests;

/// <summary>How long a comparison takes cannot be measured reliably; what it is made of can be read.</summary>
public sealed class ConstantTimeTests
{
    private const byte Call = 0x28;

    [Fact]
    public void A_signature_is_compared_in_constant_time()
    {
        var called = Called(typeof(SignatureKey).GetMethod(nameof(SignatureKey.Matches))!).ToList();

        called.ShouldContain(method => method.DeclaringType == typeof(CryptographicOperations) && method.Name == nameof(CryptographicOperations.FixedTimeEquals));
        called.ShouldNotContain(method => method.Name == "SequenceEqual" || method.Name == "Equals" || method.Name == "op_Equality");
    }

    private static IEnumerable<MethodBase> Called(MethodInfo method)
    {
        var code = method.GetMethodBody()!.GetILAsByteArray()!;
        for (var at = 0; at + 5 <= code.Length; at++)
        {
            if (code[at] == Call && Resolve(method.Module, BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at + 1))) is { } called)
            {
                yield return called;
            }
        }
    }

    // A byte that happens to be the same stands before something that is no method.
    private static MethodBase? Resolve(Module module, int token)
    {
        try
        {
            return module.ResolveMethod(token);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}

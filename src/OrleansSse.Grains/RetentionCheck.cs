using System.ComponentModel.DataAnnotations;

namespace OrleansSse.Grains;

/// <summary>Refuses a stream's own retention if a bound is out of the range that the options have too.</summary>
internal static class RetentionCheck
{
    public static void ThrowIfRefused(RetentionOverride? retention)
    {
        var result = (retention ?? new()).Over(new Retention());
        var refusals = new List<ValidationResult>();
        if (Validator.TryValidateObject(result, new(result), refusals, validateAllProperties: true)) return;
        throw new PublishRefusedException(ErrorCodes.InvalidRetention, string.Join(' ', refusals));
    }
}

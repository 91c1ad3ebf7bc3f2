"""What the plan asks for beside single matters: activities, agreements, commissioned projects."""
